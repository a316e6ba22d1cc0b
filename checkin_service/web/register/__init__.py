"""Pages of the people an authority knows before any class, the channels they come by, and vouchers pushed to them."""
