"""What happens when parts die: sources, the engine, the disk, the clock, the policy folder, the gateway itself. Real parts in processes of their own."""
