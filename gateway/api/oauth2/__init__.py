"""Login through a browser for clients of Trino ("external authentication"): a client without a login is told where its person can log in, and where it can then fetch the token."""
