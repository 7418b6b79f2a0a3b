"""The pages of members: duties and addresses, persons and acts about them."""
