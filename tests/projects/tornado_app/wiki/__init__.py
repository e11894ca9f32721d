"""A wiki on Tornado: what asynclint must find in it, and what it must not, is marked in the sources."""
