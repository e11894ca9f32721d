"""Suppression comments: those that silence nothing, say no reason, or name no rule."""
