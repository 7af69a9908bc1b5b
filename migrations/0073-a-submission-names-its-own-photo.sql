-- up
-- A submission names a photo of the very person it is for: a photo of somebody else, or none, is refused (S30, S33). Rows of before are
-- looked at as well, and kept: a submission is final, so that one which named another photo would be for people to see to, not for a migration.
alter table "photo_attempt" add constraint "photo_attempt_of_person_holds" unique ("id", "person_id");
alter table "photo_submission" add constraint "photo_submission_photo_holds" foreign key ("attempt_id", "person_id")
  references "photo_attempt" ("id", "person_id") not valid;
do $$ begin
  if exists (select from "photo_submission" s join "photo_attempt" a on a."id" = s."attempt_id" where a."person_id" <> s."person_id") then
    raise warning 'some submissions name a photo of somebody else: photo_submission_photo_holds is not validated';
  else
    alter table "photo_submission" validate constraint "photo_submission_photo_holds";
  end if;
end $$;

-- down
alter table "photo_submission" drop constraint "photo_submission_photo_holds";
alter table "photo_attempt" drop constraint "photo_attempt_of_person_holds";
