"""Pushdown: what a source may be asked to look for, so that it need not send everything.

What is pushed is only ever *implied* by predicates that stay where they are, in the permitted view and in the statement: it may let too much through, never
too little, and no row is shown because of it.
"""
