copy (
with
bounds as (select min(order_datetime) as first_time, max(order_datetime) as last_time from lines),
snapshots as (
  select unnest(generate_series(
      date_trunc('month', first_time + interval 30 days - interval 1 microsecond) + interval 1 month,
      date_trunc('day', last_time), interval 1 month))::timestamp as s from bounds
  union
  select date_trunc('day', last_time) + interval 1 day from bounds
),
windows as (select s, s - interval 180 days as w from snapshots),
-- Lines of one order at one time: an order may go on after a snapshot.
parts as (
  select customer_id, order_id, order_datetime as t, sum(quantity * unit_price) as revenue, sum(quantity) as items
  from lines where not is_return group by all
),
begun as (select customer_id, order_id, min(t) as t from parts group by all),
orders as (
  select p.customer_id, s, p.order_id, b.t, sum(p.revenue) as revenue, sum(p.items) as items
  from parts p join begun b using (customer_id, order_id) join windows on b.t >= w and p.t < s
  group by all
),
gaps as (
  select *, epoch_us(t - lag(t) over (partition by customer_id, s order by t, order_id)) / 86400e6 as gap,
    least(greatest(((epoch_us(s - t) + 2591999999999) // 2592000000000) - 1, 0), 5)::int as bucket
  from orders
),
by_order as (
  select customer_id, s,
    epoch_us(s - max(t)) // 86400000000 as recency, count(*) as m, avg(revenue) as avg_revenue, sum(revenue) as total,
    coalesce(stddev_samp(revenue), 0) as std_revenue, epoch_us(s - min(t)) // 86400000000 as since_first,
    epoch_us(max(t) - min(t)) // 86400000000 as lifetime,
    count(*) filter (t >= s - interval 30 days) as n30, count(*) filter (t >= s - interval 60 days) as n60,
    count(*) filter (t >= s - interval 90 days) as n90,
    coalesce(sum(revenue) filter (t >= s - interval 30 days), 0) as r30,
    coalesce(sum(revenue) filter (t >= s - interval 60 days), 0) as r60,
    coalesce(sum(revenue) filter (t >= s - interval 90 days), 0) as r90,
    avg(gap) as gap_mean, case when count(gap) = 1 then 0 else stddev_samp(gap) end as gap_std, median(gap) as gap_median,
    count(distinct bucket) as active, avg(items) as items_mean, coalesce(stddev_samp(items), 0) as items_std,
    sum((2.5 - bucket) * revenue) / 17.5 as revenue_slope, sum(2.5 - bucket) / 17.5 as order_slope
  from gaps group by customer_id, s
),
by_product as (
  select customer_id, s, count(*) as products, sum(revenue * revenue) / (sum(revenue) * sum(revenue)) as hhi from (
    select customer_id, s, product_id, sum(quantity * unit_price) as revenue
    from lines join windows on order_datetime >= w and order_datetime < s where not is_return group by all
  ) group by all
),
returns as (
  select customer_id, s, count(*) filter (is_return) / count(*) as rate
  from lines join windows on order_datetime >= w and order_datetime < s group by all
),
joined as (
  select *, m * avg_revenue / (recency + 1) as engagement, case when gap_mean = 0 then null else gap_std / gap_mean end as cv
  from by_order join by_product using (customer_id, s) join returns using (customer_id, s)
)
select customer_id, s::date as snapshot_date, (s - interval 180 days)::date as observation_start, s::date as observation_end,
  recency::int as rfm_recency_days, m::int as rfm_frequency_count, avg_revenue as rfm_monetary_avg,
  total as rfm_monetary_total, std_revenue as rfm_monetary_std, since_first::int as days_since_first_purchase,
  lifetime::int as customer_lifetime_days,
  n30::int as txn_count_short_30d, n60::int as txn_count_medium_60d, n90::int as txn_count_long_90d,
  r30 as revenue_short_30d, r60 as revenue_medium_60d, r90 as revenue_long_90d,
  gap_mean as interpurchase_time_mean, gap_std as interpurchase_time_std, gap_median as interpurchase_time_median,
  cv as interpurchase_time_cv, 30.0 * m / greatest(since_first, 30) as purchase_frequency_per_month,
  active::int as active_months_count, case when gap_mean = 0 then null else recency / gap_mean end as recency_cadence_ratio,
  products::int as unique_products_count, items_mean as avg_basket_size, items_std as std_basket_size,
  rate as return_rate, hhi as product_diversity_hhi, engagement as engagement_score,
  case when max(engagement) over everyone > min(engagement) over everyone
    then (ln(1 + engagement) - ln(1 + min(engagement) over everyone))
      / (ln(1 + max(engagement) over everyone) - ln(1 + min(engagement) over everyone)) else 0 end
    as engagement_score_normalized,
  case when cv is null then 0 else 1 / (1 + cv) end as consistency_score, n90 / m as activity_score,
  revenue_slope as revenue_trend_slope, order_slope as transaction_trend_slope,
  case when abs(revenue_slope) <= 0.05 * total / 6 then 0 else sign(revenue_slope) end::int as revenue_trend_direction,
  case when abs(order_slope) <= 0.05 * m / 6 then 0 else sign(order_slope) end::int as transaction_trend_direction
from joined window everyone as (partition by s)
order by snapshot_date, customer_id
) to '$OUT' (format parquet, compression zstd)
