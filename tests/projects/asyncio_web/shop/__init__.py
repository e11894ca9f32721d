"""A web shop on aiohttp: what asynclint must find in it, and what it must not, is marked in the sources."""
