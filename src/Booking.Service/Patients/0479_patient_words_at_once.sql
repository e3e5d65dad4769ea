-- Words of new patients go into the index itself and not on a list before it: a search for one number in three hundred countries would compare each with all of that list.
alter index patients_words set (fastupdate = off);
select gin_clean_pending_list('patients_words');
