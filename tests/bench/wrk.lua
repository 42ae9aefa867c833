-- Several viewers take turns: each request carries the next cookie. Prints medians for the runner.
local csrf = "Bk3hQ8yVn0sPz5tLw2rXf7cJm4dGa9eU" -- as a browser has it after its first page
local cookies = {}
local turn = 0
for cookie in string.gmatch(os.getenv("BENCH_COOKIES") or "", "[^,]+") do
  cookies[#cookies + 1] = cookie
end

function request()
  turn = turn % #cookies + 1
  return wrk.format("GET", nil, { ["Cookie"] = "session=" .. cookies[turn] .. "; csrf=" .. csrf, ["Host"] = "localhost" })
end

function done(summary, latency, _)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %.6f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, bad))
end
