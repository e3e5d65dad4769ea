-- The part of the box around a point that reaches over the 180th meridian, where it comes out on the other side. One expression, which PostgreSQL
-- makes a part of the statement that calls it; with a select inside it was planned anew by each statement.
create or replace function box_beyond(middle point, km float8) returns box language sql immutable parallel safe as $$
    select box(point(middle[0] + case when middle[0] > 0 then -360 else 360 end - degrees_around(middle[1], km), middle[1] - degrees(km / 6371.0088) - 0.001),
               point(middle[0] + case when middle[0] > 0 then -360 else 360 end + degrees_around(middle[1], km), middle[1] + degrees(km / 6371.0088) + 0.001))
$$;
