-- Features with what came after: the outcome is null where its horizon goes beyond the data. Returns of the horizon come
-- off its revenue.
create table rows as
with
data as (select max(order_datetime) as last_time from lines),
features as (select * from read_parquet('$OUT/customer_features.parquet')),
days as (
  select customer_id, order_datetime::date as day, count(*) filter (not is_return) as purchases,
    sum(case when is_return then -abs(quantity * unit_price) else quantity * unit_price end) as revenue
  from lines group by all
),
after as (
  select f.customer_id, f.snapshot_date,
    sum(d.purchases) filter (d.day < f.snapshot_date + $CHURN) as purchases, sum(d.revenue) as revenue
  from features f join days d on d.customer_id = f.customer_id and d.day >= f.snapshot_date
    and d.day < f.snapshot_date + $VALUE
  group by all
)
select c.customer, f.* exclude (customer_id, observation_start, observation_end),
  case when f.snapshot_date + interval $CHURN days <= last_time
    then (coalesce(a.purchases, 0) = 0)::double end as churned,
  case when f.snapshot_date + interval $VALUE days <= last_time
    then greatest(0, coalesce(a.revenue, 0)) end as value
from features f cross join data join customers c using (customer_id)
  left join after a using (customer_id, snapshot_date);
