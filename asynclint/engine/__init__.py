"""What stands between the rules and the people who run them: which rules, on what, and what is silenced."""
