-- Order lines as text to cleaned ones, by the rules of `retention-fast clean` at its defaults.
create table judged as
with raw as (
  select * from read_csv('$SOURCE', header = true, all_varchar = true)
),
parsed as (
  select nullif(trim(CustomerID), '') as customer_id, nullif(trim(InvoiceNo), '') as order_id,
    nullif(trim(StockCode), '') as product_id, try_cast(trim(InvoiceDate) as timestamp) as order_datetime,
    try_cast(trim(Quantity) as double) as quantity, try_cast(trim(UnitPrice) as double) as unit_price
  from raw
)
select *, order_id like 'C%' or quantity < 0 as is_return,
  case when customer_id is null then 'customer_id' when order_id is null then 'order_id'
    when order_datetime is null or order_datetime < timestamp '1990-01-01' then 'order_datetime'
    when quantity is null then 'quantity' when unit_price is null then 'unit_price'
    when unit_price <= 0 then 'price_not_positive' when quantity = 0 then 'zero_quantity' end as reason
from parsed;

create table lines as select * exclude (reason) from judged where reason is null;
copy (select * from judged where reason is not null) to '$OUT/rejected_rows.parquet' (format parquet, compression zstd);
drop table judged;
copy lines to '$OUT/cleaned_data.parquet' (format parquet, compression zstd);
create table customers as
  select customer_id, (row_number() over (order by customer_id) - 1)::int as customer from (select distinct customer_id from lines);
