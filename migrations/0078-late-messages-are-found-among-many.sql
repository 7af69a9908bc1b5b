-- up
-- Few messages have a promised day, and fewer are past it: they are found by that day, however many others wait for the office.
create index "message_thread_due_holds" on "message_thread" ("due_on", "id") where waits_for = 'office' and due_on is not null;

-- down
drop index "message_thread_due_holds";
