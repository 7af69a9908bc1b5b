-- up
-- What is wrong with a name or a place is said for each field in words of its own; so it is of what older imports found.
update "case_import_mistake" set "words" = "words" || '.' || "place"
  where "words" in ('admin-cases:form.notAName', 'admin-cases:form.otherScript') and "place" is not null;
update "case_import_mistake" set "words" = 'admin-cases:form.tooLong.' || "place"
  where "words" = 'forms:tooLong' and "place" in ('familyName', 'givenNames', 'placeOfBirth');

-- down
update "case_import_mistake" set "words" = 'forms:tooLong' where "words" like 'admin-cases:form.tooLong.%';
update "case_import_mistake" set "words" = substring("words" from '^[^.]+\.[^.]+') where "words" like 'admin-cases:form.notAName.%' or "words" like 'admin-cases:form.otherScript.%';
