"""Hostile clients of the endpoint for Trino's clients, over TLS, on both engines: what they send, and that nothing hidden comes of it while others are served.

tickets     altered, forged, foreign and passed addresses of pages; statements of others
identity    who one says to be: impersonation, purposes, roles, session authorization
headers     SQL, bombs, duplicates, both families and broken bytes in every header that the protocol knows
statements  what a prepared statement can smuggle, and what a name can put into a response's headers
wire        requests that two servers read in two ways, paths, floods and slow clients

A leak is any byte of an answer, its headers, or the gateway's log, that tells of rows of region B1, an unmasked phone, or the relation `vault`.
"""
