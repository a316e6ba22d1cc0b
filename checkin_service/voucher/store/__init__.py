"""Every statement about vouchers, their templates, budgets and money."""
