"""The pure core: parse > locate > authorize > resolve > rewrite > plan; `prepare.prepare` is the way in."""
