"""Sheets of the workbook about meetings."""
