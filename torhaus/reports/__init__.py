"""Service reports (Leistungsbelege) and their signatures."""
