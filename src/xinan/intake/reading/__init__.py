"""Reading what people send: files into tables, header rows into columns, cells into values. Knows no database."""
