"""What every sheet of the workbook is made of: columns, cells, rows, and what came of them.

A library without meaning of the field. The sheet of a noun stands in its own app
(`<app>/sheets/<noun>`), and `exchange` runs them all in order.
"""
