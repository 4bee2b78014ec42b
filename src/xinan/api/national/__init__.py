"""`POST /open.api`: the national real-name interface, as the site systems speak it."""
