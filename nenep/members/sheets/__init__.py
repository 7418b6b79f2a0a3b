"""Sheets of the workbook about members; `people` is what others need to name one."""
