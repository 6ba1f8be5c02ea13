"""The pure core: parse > locate > authorize > resolve > rewrite > plan."""
