"""Sheets of the workbook about the register: its terms, and where numbers begin."""
