-- A task's stream entry: id, envelope, and where they differ from the default in brackets task (unknown),
-- attempt (1), crashes (0), handbacks (0), errors ('', packed earlier attempts),
-- deaths ('', worker@ms of each worker that died with it).
local ENTRY_DEFAULTS = {task = 'unknown', attempt = '1', crashes = '0', handbacks = '0', errors = '', deaths = ''}
local ENTRY_OPTIONAL = {'attempt', 'crashes', 'handbacks', 'errors', 'deaths'}

-- returns the fields of an entry as a table, defaults filled in, or nil if it is gone
local function read_entry(ready, entry)
  local found = redis.call('XRANGE', ready, entry, entry)[1]
  if not found then return nil end
  local fields = {}
  for i = 1, #found[2], 2 do fields[found[2][i]] = found[2][i + 1] end
  for name, default in pairs(ENTRY_DEFAULTS) do fields[name] = fields[name] or default end
  return fields
end

-- adds a task to the ready stream; returns the id of its entry
local function add_entry(ready, fields)
  local args = {'id', fields.id, 'task', fields.task, 'envelope', fields.envelope}
  for _, name in ipairs(ENTRY_OPTIONAL) do
    local value = fields[name]
    if value and tostring(value) ~= ENTRY_DEFAULTS[name] then
      args[#args + 1] = name
      args[#args + 1] = value
    end
  end
  return redis.call('XADD', ready, '*', unpack(args))
end
