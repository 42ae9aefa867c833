"""Service companies (tenants): company data, plan, branding, number ranges, staff memberships."""
