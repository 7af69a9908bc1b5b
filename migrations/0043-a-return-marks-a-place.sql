-- up
-- Of a returned photo: the place an officer marked on it, and their words in the other language as well.
alter table "photo_decision" add column "mark" text null;
alter table "photo_decision" add column "other_words" bytea null;
alter table "photo_decision" add constraint "photo_decision_mark_check" check ("mark" in ('top_left', 'top', 'top_right', 'left', 'middle', 'right', 'bottom_left', 'bottom', 'bottom_right', 'whole'));
drop trigger "photo_decision_is_final" on "photo_decision";
create trigger "photo_decision_is_final" before update or delete on "photo_decision" for each row execute function refuse_change('words', 'other_words');

-- down
drop trigger "photo_decision_is_final" on "photo_decision";
create trigger "photo_decision_is_final" before update or delete on "photo_decision" for each row execute function refuse_change('words');
alter table "photo_decision" drop constraint "photo_decision_mark_check";
alter table "photo_decision" drop column "other_words";
alter table "photo_decision" drop column "mark";
