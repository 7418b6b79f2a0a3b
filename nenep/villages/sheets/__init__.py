"""Its sheet of the workbook."""
