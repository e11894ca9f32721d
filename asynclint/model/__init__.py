"""The vocabulary of asynclint: plain, frozen, serialisable values that every stage shares.

A value of this package never opens a file and never asks another stage anything.
"""
