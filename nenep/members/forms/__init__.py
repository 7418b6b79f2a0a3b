"""What people type about members; a form parses and never decides."""
