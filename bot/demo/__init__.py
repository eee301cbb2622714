"""`summit-bot demo`: the same App inside a local Discord in the browser. No token, no network, nothing kept."""
