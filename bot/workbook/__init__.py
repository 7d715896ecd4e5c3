"""Places, people, teams and duties as an Excel workbook: a template, an import that checks all of it, an export."""
