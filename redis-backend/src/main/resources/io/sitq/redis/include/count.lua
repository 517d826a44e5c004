-- Adds to a task's totals. Beyond very many fields a new one becomes `unknown`: whoever can enqueue, or
-- cancel, names tasks as he likes, and the hash must not grow without end.
local MOST_COUNTS = 4000

local function count(counts, task, outcome, number)
  local field = task .. ':' .. outcome
  local total = redis.pcall('HINCRBY', counts, field, number)
  if total == number and redis.call('HLEN', counts) > MOST_COUNTS then
    redis.call('HDEL', counts, field)
    redis.pcall('HINCRBY', counts, 'unknown:' .. outcome, number)
  end
end
