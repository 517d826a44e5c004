-- Which entries were delivered, as far as the group knows, and are in nobody's pending list: a failover
-- or a deleted consumer leaves them so.
-- KEYS  1 ready stream
-- ARGV  1 group, 2 the entry to begin with, or -, 3 how many entries are looked at, at most
-- Returns {the entry to go on with, or '' at the end, then per stray: entry, id}
--@include try_call
local ready, group, last = KEYS[1], ARGV[1], nil
local groups = try_call('XINFO', 'GROUPS', ready)
if groups.err then return {''} end
for _, info in ipairs(groups) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  if fields.name == group then last = fields['last-delivered-id'] end
end
if not last or last == '0-0' then return {''} end
local page = redis.call('XRANGE', ready, ARGV[2], last, 'COUNT', ARGV[3])
local out = {''}
if #page == tonumber(ARGV[3]) then out[1] = '(' .. page[#page][1] end
for _, entry in ipairs(page) do
  if not redis.call('XPENDING', ready, group, entry[1], entry[1], 1)[1] then
    local id = ''
    for i = 1, #entry[2], 2 do if entry[2][i] == 'id' then id = entry[2][i + 1] end end
    out[#out + 1], out[#out + 2] = entry[1], id
  end
end
return out
