"""A relay of messages on Twisted: what asynclint must find in it, and what it must not, is marked in the sources."""
