"""Link all summaries: names, classes, types, the call graph, places and effects, behind one read-only face."""
