"""The composition root: from paths and settings to a report. Shared by the command line, the API and editors."""
