"""Sheets of the workbook about organisations; `places` is what others need to name one."""
