"""The report as files: Word, PDF, tables. No FastAPI, no SQL."""
