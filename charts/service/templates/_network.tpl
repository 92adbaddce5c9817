{{/* What the pods of the service may reach; nothing else. */}}
{{- define "service.egress" -}}
{{- if .Values.network.dns }}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end }}
{{- if .Values.network.https }}
# APIs of AWS have no fixed addresses. Link-local ones, such as the instance's metadata, are left out.
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except: [169.254.0.0/16]
  ports:
    - {protocol: TCP, port: 443}
# The agent on the node that hands out the credentials of the pod identity.
- to:
    - ipBlock:
        cidr: 169.254.170.23/32
  ports:
    - {protocol: TCP, port: 80}
{{- end }}
{{- range .Values.network.egress }}
# {{ .name | quote }}
- to:
    {{- range .cidrs }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
    {{- range .services }}
    - podSelector:
        matchLabels:
          app.kubernetes.io/name: {{ . | quote }}
    {{- end }}
  ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ int . }}}
    {{- end }}
{{- end }}
{{- end -}}

{{/* Who may reach the pods of the service; nobody else. */}}
{{- define "service.ingress" -}}
{{- $network := .Values.network -}}
{{- if and .Values.port (ne .Values.kind "cron") }}
{{- $cidrs := ternary $network.loadBalancerCidrs list (or .Values.ingress.enabled .Values.gateway.enabled) }}
{{- if or $network.ingressFromNamespaces $network.ingressFromServices $cidrs }}
- from:
    {{- range $network.ingressFromNamespaces }}
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ . | quote }}
    {{- end }}
    {{- range $network.ingressFromServices }}
    - podSelector:
        matchLabels:
          app.kubernetes.io/name: {{ . | quote }}
    {{- end }}
    {{- range $cidrs }}
    - ipBlock:
        cidr: {{ . | quote }}
    {{- end }}
  ports:
    - {protocol: TCP, port: http}
{{- end }}
{{- end }}
{{- if include "service.metricsPort" . }}
- from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ $network.metricsFromNamespace | quote }}
  ports:
    - {protocol: TCP, port: {{ include "service.metricsPort" . | quote }}}
{{- end }}
{{- end -}}

{{/* Name of the port that metrics are read from; empty when there are none. */}}
{{- define "service.metricsPort" -}}
{{- if and .Values.podMonitor.enabled (ne .Values.kind "cron") -}}
{{- if include "lib.hasMetricsPort" . }}metrics{{ else if .Values.port }}http{{ end -}}
{{- end -}}
{{- end -}}
