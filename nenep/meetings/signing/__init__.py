"""Both signatures, however they are given; corrections."""
