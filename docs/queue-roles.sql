-- Roles with no more rights than they need, for the store and its queue. Run as the owner of the tables, after
-- `tidelab worker --setup`; running it again is harmless and covers tables and tags that were added since.
-- Then, for a person or a host: create user lena login password '…' in role tidelab_planner;
do $$
declare
  role text;
  tab text;
  runs constant text[] := array['runs', 'epochs', 'metrics', 'artifacts', 'notes', 'tags', 'sweeps', 'arms', 'arm_runs'];
  queue constant text[] := array['queue_sweeps', 'queue_jobs', 'queue_epochs', 'queue_workers', 'queue_alarms'];
begin
  foreach role in array array['tidelab_reader', 'tidelab_worker', 'tidelab_planner'] loop
    begin
      execute format('create role %I nologin', role);
    exception when duplicate_object then null;
    end;
    execute format('grant connect on database %I to %I', current_database(), role);
    execute format('grant usage on schema public, tidelab_queue to %I', role);
    execute format('grant select on tidelab_migrations to %I', role);
    execute format('grant select on all tables in schema tidelab_queue to %I', role);
    foreach tab in array queue loop
      execute format('grant select on %I to %I', tab, role);
    end loop;
    execute format('grant select on blobs, blob_chunks to %I', role);
  end loop;

  -- Looks at everything and changes nothing.
  foreach tab in array runs loop
    execute format('grant select on %I to tidelab_reader', tab);
  end loop;

  -- Takes jobs and sends results; sees no records of other people's runs.
  foreach role in array array['tidelab_worker', 'tidelab_planner'] loop
    execute format('grant insert, update, delete on tidelab_queue.job to %I', role);
    execute format('grant update on queue_jobs to %I', role);
    execute format('grant insert, update on queue_workers, queue_epochs to %I', role);
    execute format('grant insert on queue_alarms to %I', role);
    execute format('grant insert, update (used) on blobs to %I', role);
    execute format('grant insert, delete on blob_chunks to %I', role);
  end loop;

  -- Adds sweeps and jobs, steers them, and keeps the run store.
  execute 'grant insert, delete on queue_jobs to tidelab_planner';
  execute 'grant delete on blobs to tidelab_planner';
  execute 'grant insert, update on queue_sweeps to tidelab_planner';
  foreach tab in array runs loop
    execute format('grant select, insert, update, delete on %I to tidelab_planner', tab);
  end loop;
end
$$;
