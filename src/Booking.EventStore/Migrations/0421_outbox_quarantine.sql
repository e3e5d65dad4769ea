-- While this has its row nothing leaves the service: after a restore, until what may have gone out before is sorted out.
create table outbox_quarantine (
    single        boolean not null default true constraint outbox_quarantine_pkey primary key check (single),
    begun_at      timestamptz not null,
    lost_at       timestamptz not null,     -- when the database that was restored had stopped working
    reconciled_at timestamptz               -- since when it may be ended
);

-- Asked with each take, so that a quarantine counts at once and in every node.
create function outbox_is_quarantined() returns boolean language plpgsql stable as $$
begin
    return exists (select from outbox_quarantine);
end $$;
