"""The main job, chapter by chapter, from an empty database: what people do and see, on real pages with real mails."""
