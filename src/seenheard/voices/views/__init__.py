"""HTTP in, HTTP out, a module for each who comes: service manager, worker, carer, child."""
