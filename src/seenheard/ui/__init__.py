"""The page shell, components, forms and date words that every room's pages share."""
