"""A meeting held on paper: the code of its sheet, the page it is entered on, its commands."""
