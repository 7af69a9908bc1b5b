-- up
-- Cards that were withdrawn in an older release after their batch's last download: the printing facility has heard of them in no file, so
-- they are told like those of today.
alter table "card_batch_place" disable trigger user;
update "card_batch_place" set "withdrawn_released" = true from "card_batch" b
  where b."id" = "batch_id" and "withdrawn_at" > b."last_download_at" and not "withdrawn_released";
alter table "card_batch_place" enable trigger user;

-- down
select 1; -- what was told stays told
