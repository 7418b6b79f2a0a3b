"""A meeting held on paper: its sheet, and the page on which it is entered."""
