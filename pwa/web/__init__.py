"""What every page shares: access, headers, assets, errors, forms. Knows no domain."""
