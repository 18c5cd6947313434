/// Expressions as people write them, and such as go to the borders of an operator.
enum WrittenExpressions {
    static let all: [String] = """
        up
        up == 0
        up == bool 0
        sum(up)
        sum by (job) (up)
        sum without (instance) (up)
        count by (job, instance) ({__name__=~"http_.*"})
        {__name__=~"up|scrape_.*"}
        {job=~".+"}
        rate({__name__=~"http_.*|node_.*"}[2m])
        count({__name__!=""})
        count by (__name__) ({__name__!=""})
        topk(3, count by (__name__) ({__name__!=""}))
        absent(up)
        absent(nothing_here)
        absent(nothing_here{job="a", instance=~"b.*"})
        absent(nothing_here{job="a", job="b"})
        absent(sum(nothing_here))
        absent_over_time(nothing_here{job="x"}[5m])
        absent_over_time(up[5m])
        vector(1)
        vector(1) == 1
        time()
        scalar(sum(up))
        vector(scalar(up))
        up * scalar(sum(up))
        2 * up
        up > up
        up > bool up
        up / ignoring () up
        up and up
        up unless up
        up or up
        up or vector(0)
        sum(up == 0) or vector(0)
        sum(up) or vector(0)
        (sum(up) > 5) or vector(0)
        up == 1 or up
        up == 1 or on (job) up
        up + on (job) up
        up + on (instance) up
        up + on (job, instance) group_left up
        up * on (instance) group_left (job) up
        up * on (job) group_left up
        http_requests_total * on (instance) group_left () up
        http_requests_total * on (instance) group_left (job) up
        up * on (instance) group_right (job) http_requests_total
        http_requests_total * ignoring (user_id) http_requests_total
        http_requests_total * on (job, instance) group_left (version) up
        sum by (path) (rate(http_requests_total[2m])) / ignoring (path) group_left sum(rate(http_requests_total[2m]))
        sum by (user_id) (http_requests_total) > 10
        count(sum by (user_id) (http_requests_total))
        count(count by (user_id) (http_requests_total))
        topk(5, http_requests_total)
        topk by (instance) (5, http_requests_total)
        bottomk(1000000, http_requests_total)
        topk(0, http_requests_total)
        topk(-1, http_requests_total)
        topk(scalar(sum(up)), http_requests_total)
        sum(topk(5, http_requests_total))
        sum by (instance) (topk(5, http_requests_total))
        count_values("version", up)
        count_values by (job) ("value", up)
        count_values("value", http_requests_total)
        quantile(0.9, up)
        quantile by (job) (0.5, up)
        stdvar(up)
        label_replace(up, "host", "$1", "instance", "(.*):.*")
        label_replace(up, "host", "${1}x", "instance", "(.*):(?P<port>.*)")
        label_replace(up, "port", "$port", "instance", "(.*):(?P<port>.*)")
        label_replace(up, "job", "", "instance", ".*")
        label_replace(up, "instance", "same", "job", ".*")
        label_replace(up, "instance", "same", "instance", ".*")
        label_replace(up, "__name__", "down", "job", ".*")
        label_replace(vector(1), "a", "b", "", "")
        label_replace(up, "empty", "$1", "nowhere", "(.*)")
        label_join(up, "both", "/", "job", "instance")
        label_join(up, "both", "/", "nowhere", "elsewhere")
        label_join(up, "both", "", "nowhere")
        label_join(up, "instance", "")
        sum by (host) (label_replace(up, "host", "$1", "instance", "(.*):.*"))
        sort(up)
        sort_desc(sum by (job) (up))
        clamp(up, 0, 1)
        clamp(up, 1, 0)
        clamp(up, scalar(up), 1)
        clamp_max(up, 1)
        clamp_min(up, 1)
        round(up)
        round(up, 5)
        timestamp(up)
        minute()
        minute(up)
        day_of_week(vector(time()))
        -up
        +up
        -{__name__=~"up|scrape_duration_seconds"}
        abs({__name__=~"up|scrape_duration_seconds"})
        {__name__=~"up|scrape_duration_seconds"} * 2
        {__name__=~"up|scrape_duration_seconds"} > 2
        {__name__=~"up|scrape_duration_seconds"} > bool 2
        sum_over_time({__name__=~"up|scrape_duration_seconds"}[1m])
        last_over_time({__name__=~"up|scrape_duration_seconds"}[1m])
        up + {__name__=~"up|scrape_duration_seconds"}
        {__name__=~"up|scrape_duration_seconds"} + up
        {__name__=~"up|scrape_duration_seconds"} and up
        up and {__name__=~"up|scrape_duration_seconds"}
        {__name__=~"up|scrape_duration_seconds"} unless up
        scrape_duration_seconds or {__name__=~"up|scrape_duration_seconds"}
        up or scrape_duration_seconds
        up or on () scrape_duration_seconds
        up and on () vector(1)
        up and on () vector(1) > 2
        up unless on () absent(nothing_here)
        up unless on () absent(up)
        up offset 1m
        up offset -10s
        up @ 1795360030
        sum(up @ 1795360030)
        up @ end()
        rate(http_requests_total[1m] offset 30s)
        rate(http_requests_total[1m] @ 1795360030)
        rate(up[1s])
        rate(up[10m])
        increase(http_requests_total[5m])
        irate(http_requests_total[1m])
        delta(up[1m])
        deriv(up[1m])
        predict_linear(up[1m], 3600)
        changes(up[1m])
        resets(http_requests_total[1m])
        quantile_over_time(0.5, up[1m])
        present_over_time(up[1m])
        count_over_time(nothing_here[1m])
        max_over_time(rate(http_requests_total[1m])[2m:30s])
        max_over_time(sum by (instance) (rate(http_requests_total[1m]))[2m:30s])
        avg_over_time(up[1m:])
        rate(sum(http_requests_total)[2m:15s])
        max_over_time((up == 1)[1m:10s])
        count_over_time((http_requests_total unless http_requests_total offset 1m)[2m:30s])
        min_over_time(absent(nothing_here{job="q"})[1m:10s])
        max_over_time(topk(2, http_requests_total)[2m:10s])
        histogram_quantile(0.9, prometheus_http_request_duration_seconds_bucket)
        histogram_quantile(0.9, rate(prometheus_http_request_duration_seconds_bucket[2m]))
        histogram_quantile(0.9, sum by (le) (rate(prometheus_http_request_duration_seconds_bucket[2m])))
        histogram_quantile(0.9, sum by (handler, le) (rate(prometheus_http_request_duration_seconds_bucket[2m])))
        histogram_quantile(0.9, sum by (handler) (rate(prometheus_http_request_duration_seconds_bucket[2m])))
        histogram_quantile(0.9, up)
        histogram_quantile(0.9, {__name__=~"prometheus_http_.*_bucket"})
        histogram_quantile(0.9, label_replace(up, "le", "oops", "", ""))
        histogram_quantile(0.9, label_replace(up, "le", "1e3", "", ""))
        histogram_quantile(0.9, label_replace(up, "le", "+Inf", "", ""))
        histogram_count(up)
        histogram_sum(rate(prometheus_http_request_duration_seconds_bucket[2m]))
        histogram_fraction(0, 1, up)
        ALERTS
        ALERTS{alertstate="firing"}
        count by (alertname) (ALERTS)
        node_cpu_seconds_total
        sum by (mode) (rate(node_cpu_seconds_total[1m]))
        1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[1m]))
        node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes
        node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1
        (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 2) and up == 1
        node_network_receive_bytes_total + on (device, instance) node_network_transmit_bytes_total
        node_network_receive_bytes_total + node_network_transmit_bytes_total
        node_network_receive_bytes_total * on (device) group_left node_network_transmit_bytes_total
        process_open_fds / process_max_fds
        rate(process_cpu_seconds_total[1m]) * on (job) group_left () count by (job) (up)
        count by (job) (up) * on (job) group_right rate(process_cpu_seconds_total[1m])
        rate(process_cpu_seconds_total[1m]) * on (nowhere) group_left () count by (job) (up)
        process_open_fds / on (nowhere) process_max_fds
        prometheus_build_info * on (instance) group_left (version) prometheus_build_info
        up * on (instance) group_left (version, goversion) prometheus_build_info
        up * on (instance) group_left (job) label_replace(prometheus_build_info, "job", "", "", "")
        sum(up) atan2 sum(up)
        """.split(separator: "\n").map(String.init)
}
