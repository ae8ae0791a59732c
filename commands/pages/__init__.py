"""What the report and the desk are both made of: drawings, names of areas, and how templates are filled."""
